"""Pictures of figures: values and words in the reader's language go in, a PNG comes out. Knows no record and no chat."""

from crmbot.charts.bars import Bars, Series
from crmbot.charts.drawing import ChartsMissing, draw

__all__ = ["Bars", "ChartsMissing", "Series", "draw"]
