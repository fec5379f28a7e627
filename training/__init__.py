"""From annotated data to the weights that ship. Needs torch and onnx; nothing of it is imported by the package."""
