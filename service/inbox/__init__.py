"""What a person finds waiting: notices as they come, tasks, deadlines in a calendar program, lists as they like them."""
