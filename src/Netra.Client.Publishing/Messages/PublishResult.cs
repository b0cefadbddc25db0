namespace Netra.Client.Publishing;

/// <summary>What became of one message among many: exactly one of <see cref="Published"/> and <see cref="Error"/> is there.</summary>
/// <param name="User">The user that it was for.</param>
/// <param name="Id">Its id, with which it can safely be published again; null for one that is not durable and had none.</param>
/// <param name="Published">Its acceptance.</param>
/// <param name="Error">Why it was not accepted, or not known to be: as the calls throw it.</param>
public sealed record PublishResult(string User, string? Id, Published? Published, Exception? Error);
