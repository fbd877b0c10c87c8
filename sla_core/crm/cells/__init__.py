"""From text to values: times, numbers, money, blanks; what a whole column says of its cells."""
