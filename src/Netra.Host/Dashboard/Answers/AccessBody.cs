namespace Netra.Host;

/// <summary>Whether the dashboard answers without a key.</summary>
internal sealed record AccessBody(bool Open);
