from .marks import InvalidMark, Mark, Panel, trimmed_mean
from .ranking import Standing, medals, standings, team_results
from .sheet import ScoreSheet

__all__ = ["InvalidMark", "Mark", "Panel", "ScoreSheet", "Standing",
           "medals", "standings", "team_results", "trimmed_mean"]
