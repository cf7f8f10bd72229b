"""A roster on its way in through the pages: uploaded, understood, checked, confirmed."""
