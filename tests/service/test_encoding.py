"""Text from outside is UTF-8 or refused."""

import pytest

from service.encoding import check_encoded, check_utf8, escaped
from service.problems import BadRequest


@pytest.mark.parametrize("sent", [b"", b"number=17", b"q=%D3%A8", "q=Ө".encode(), b"q=100%25", b"q=%zz"])
def test_text_passes(sent: bytes) -> None:
    """UTF-8 passes, raw or percent-encoded, and so does a per cent sign that encodes nothing."""
    check_encoded(sent)


@pytest.mark.parametrize(("sent", "byte"), [(b"q=%FF", 3), (b"q=\xff", 3), (b"q=%D3", 3), (b"q=%ED%A0%80", 3)])
def test_what_is_no_text_is_refused(sent: bytes, byte: int) -> None:
    """Wrong bytes, cut characters and halves of pairs are refused with their place."""
    with pytest.raises(BadRequest) as refused:
        check_encoded(sent)
    assert refused.value.text.params == {"offset": byte}


def test_percent_signs_of_plain_text_mean_nothing() -> None:
    """Where nothing is percent-encoded, "%FF" is three letters."""
    check_utf8(b"100%FF")


def test_raw_bytes_of_a_query_are_escaped() -> None:
    """Raw bytes come to be read as the UTF-8 they are; the rest stays as it was sent."""
    assert escaped("number=Ө%20+&x".encode()) == b"number=%D3%A8%20+&x"
    assert escaped(b"a=%FF") == b"a=%FF"
