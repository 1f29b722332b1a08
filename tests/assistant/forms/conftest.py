from tests.assistant.conftest import both, kolb, talk

__all__ = ["both", "kolb", "talk"]
