"""What there is to tag, from the nightly exports."""

from pathlib import Path

import pandas as pd

DATA = Path(__file__).parent / "data"


def to_tag():
    """The utterances of the last night."""
    return pd.read_csv(DATA / "utterances.csv", usecols=["utterance_id", "transcript"])


def pick(queue, utterance_id):
    """The one row of that id."""
    return queue[queue["utterance_id"] == utterance_id].iloc[0]
