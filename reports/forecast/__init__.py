"""What the coming months will cost: learners who begin, times what each of them costs."""
