"""Reports: results as documents, pictures and pages, in all formats. They use no solver."""
