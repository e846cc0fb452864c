"""What is known of words: base forms, compounds, likeness, number. Pure: text in, answer out."""
