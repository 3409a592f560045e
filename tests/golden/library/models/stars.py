from leadconnector.codec.enums import OpenIntEnum


class Stars(OpenIntEnum):
    """"""

    VALUE_1 = 1
    VALUE_2 = 2
    VALUE_3 = 3
