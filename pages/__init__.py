"""What people look at: one file is one screen, its folder the section of the navigation."""
