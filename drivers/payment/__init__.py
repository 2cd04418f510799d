"""Payment providers, each behind drivers.ports.PaymentTerminal."""
