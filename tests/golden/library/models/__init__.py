"""The models of requests and responses. Each loads on first use."""

TYPE_CHECKING = False  # as type checkers take it; `typing` would be most of the time that importing this takes
if TYPE_CHECKING:
    from library.models.author import Author as Author
    from library.models.author_input import AuthorInput as AuthorInput
    from library.models.book import Book as Book
    from library.models.book_input import BookInput as BookInput
    from library.models.genre import Genre as Genre
    from library.models.list_books_result import ListBooksResult as ListBooksResult
    from library.models.loan import Loan as Loan
    from library.models.loan_input import LoanInput as LoanInput
    from library.models.private import Private as Private
    from library.models.private_input import PrivateInput as PrivateInput
    from library.models.publisher import Publisher as Publisher
    from library.models.publisher_input import PublisherInput as PublisherInput
    from library.models.remind import Remind as Remind
    from library.models.stars import Stars as Stars

from leadconnector.lazy import lazy_attributes

__all__ = [
    "Author",
    "AuthorInput",
    "Book",
    "BookInput",
    "Genre",
    "ListBooksResult",
    "Loan",
    "LoanInput",
    "Private",
    "PrivateInput",
    "Publisher",
    "PublisherInput",
    "Remind",
    "Stars",
]

__getattr__, __dir__ = lazy_attributes(
    __name__,
    {
        "Author": "library.models.author",
        "AuthorInput": "library.models.author_input",
        "Book": "library.models.book",
        "BookInput": "library.models.book_input",
        "Genre": "library.models.genre",
        "ListBooksResult": "library.models.list_books_result",
        "Loan": "library.models.loan",
        "LoanInput": "library.models.loan_input",
        "Private": "library.models.private",
        "PrivateInput": "library.models.private_input",
        "Publisher": "library.models.publisher",
        "PublisherInput": "library.models.publisher_input",
        "Remind": "library.models.remind",
        "Stars": "library.models.stars",
    },
)
