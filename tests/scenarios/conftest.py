from tests.assistant.conftest import both, kolb, talk
from tests.intake.conftest import office

__all__ = ["both", "kolb", "office", "talk"]
