"""What names of columns and words in cells mean, in six languages."""
