"""The forms of the Instruction as people get them: gathered from the cases, consolidated, frozen, and written as DOCX, PDF and XLSX."""
