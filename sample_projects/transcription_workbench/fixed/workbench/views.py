"""The pages: the queue of clips, one clip, its sound."""

from flask import Blueprint, flash, jsonify, redirect, render_template, request, send_file, url_for

from workbench import tasks

clips = Blueprint("clips", __name__)


@clips.get("/")
def queue():
    return render_template("queue.html", clips=tasks.waiting())


@clips.get("/clips/<pseudonym>")
def show(pseudonym):
    clip = tasks.find(pseudonym)
    return render_template("clip.html", task=tasks.task_of(clip))


@clips.post("/clips/<pseudonym>")
def save(pseudonym):
    clip = tasks.find(pseudonym)
    tasks.correct(clip, request.form["transcript"])
    flash("Saved. Here is the rest of the queue.")
    return redirect(url_for("clips.queue"))


@clips.get("/clips/<pseudonym>/audio")
def audio(pseudonym):
    return send_file(tasks.find(pseudonym).audio_path, mimetype="audio/wav")


@clips.get("/api/clips/<pseudonym>")
def task_as_json(pseudonym):
    return jsonify(tasks.task_of(tasks.find(pseudonym)))
