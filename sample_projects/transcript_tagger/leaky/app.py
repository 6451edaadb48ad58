"""The page: pick an utterance, read it, tag it."""

import streamlit as st

from tagger import nightly, tags

st.set_page_config(page_title="Transcript tagger")
st.title("Transcript tagger")

queue = nightly.to_tag()
st.sidebar.metric("Utterances", len(queue))
chosen = st.sidebar.selectbox("Utterance", queue["utterance_id"])
utterance = nightly.pick(queue, chosen)

st.subheader(f"{utterance['customer_name']}, {utterance['email']}")
st.info(utterance["transcript"])

with st.form("tag"):
    tag = st.radio("What is it?", tags.TAGS, horizontal=True)
    if st.form_submit_button("Save"):
        tags.add(utterance["email"], tag)

st.header("All of last night")
st.dataframe(queue, hide_index=True)
st.download_button("Download the tags", tags.read().to_csv(index=False), "tags.csv", "text/csv")
