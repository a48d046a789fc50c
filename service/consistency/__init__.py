"""The Consistency page: findings explained, dismissed, and the links that are asked for."""
