"""What the service writes as DOCX and XLSX, opened by an office program (`make office`)."""
