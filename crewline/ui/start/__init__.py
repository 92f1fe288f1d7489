"""What Streamlit runs; apart from `pages`, which beside it would be taken for Streamlit's own."""
