"""The pages: server-rendered, usable without JavaScript, in three languages."""
