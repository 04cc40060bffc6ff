"""exercise: loss_gradients
right: torch autograd with retained gradients; tensors come back
"""
import torch


def loss_gradients(params, X, y, activation):
    act = {"relu": torch.relu, "sigmoid": torch.sigmoid, "tanh": torch.tanh}[activation]
    tensor = lambda a: torch.as_tensor(a).double()
    h = tensor(X)
    outputs = []
    for i, (W, b) in enumerate(params):
        h = h @ tensor(W) + tensor(b)
        if i < len(params) - 1:
            h = act(h)
        h.requires_grad_() if not h.requires_grad else None
        h.retain_grad()
        outputs.append(h)
    torch.nn.functional.binary_cross_entropy_with_logits(h, tensor(y)).backward()
    return [output.grad for output in outputs]


def layer_gradient_norms(params, X, y, activation):
    return torch.stack([torch.linalg.vector_norm(g) for g in loss_gradients(params, X, y, activation)])
