"""From a stored clip to a task: what the person who transcribes works with."""

import logging

from workbench.models import Clip, db

log = logging.getLogger(__name__)


def waiting(limit=20):
    """The clips that nobody has corrected yet, oldest first."""
    return Clip.query.filter_by(corrected=False).order_by(Clip.id).limit(limit).all()


def find(pseudonym):
    return Clip.query.filter_by(pseudonym=pseudonym).first_or_404()


def task_of(clip):
    """One clip as the page and the keyboard shortcuts need it."""
    device = clip.device
    return {
        "title": f"Clip of account {device.account.account_number}",
        "pseudonym": clip.pseudonym,
        "language": clip.language,
        "seconds": round(clip.seconds, 1),
        "serial": device.serial_number,
        "device": device.kind,
        "transcript": clip.transcript,
        "corrected": clip.corrected,
        "latitude": device.latitude,
        "longitude": device.longitude,
    }


def correct(clip, text):
    """Store what the clip really says."""
    clip.transcript = text.strip()
    clip.corrected = True
    db.session.commit()
    log.info("clip of device %s corrected, %d letters", clip.device.serial_number, len(text))
