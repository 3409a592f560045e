from tests.client.fault_table import DOCUMENT, table


def test_the_document_is_what_the_cases_say():
    assert DOCUMENT.read_text(encoding="utf-8") == table(), "run `python -m tests.client.fault_table`"
