"""Sets a document in a process of its own, given by its path: memory that setting takes is given back, and a fault takes nobody along.

Reads from standard input a JSON object with `template` and `data`, writes the PDF to standard output. Nothing of it touches the disk.
"""

import json
import sys

import typst


def main() -> None:
    """Set what comes in; the fonts are those that the library brings, on every machine the same."""
    asked = json.load(sys.stdin.buffer)
    data = json.dumps(asked["data"], ensure_ascii=False)
    made = typst.Compiler(ignore_system_fonts=True).compile(
        asked["template"].encode(), sys_inputs={"data": data}, format="pdf"
    )
    if not isinstance(made, bytes):
        raise TypeError("a PDF is one file")
    sys.stdout.buffer.write(made)


if __name__ == "__main__":
    main()
