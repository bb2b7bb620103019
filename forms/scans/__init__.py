"""Pictures of papers on the screen: taken in, looked at under their watermark, printed, withdrawn."""
