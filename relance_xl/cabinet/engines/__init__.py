"""What brings each job to a worker: processes of this machine, or an existing scheduler (N-93)."""
