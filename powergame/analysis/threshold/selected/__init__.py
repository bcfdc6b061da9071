"""What happens along a path in the selected equilibrium: how likely war is, what is destroyed, what is played."""
