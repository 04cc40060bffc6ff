"""benign: an unrelated cell that raises"""
plot_my_losses(losses)
