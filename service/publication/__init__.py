"""The block «Картограмма коррупции» for the website of an akimat, as a file (1.5.1, l.183–342)."""
