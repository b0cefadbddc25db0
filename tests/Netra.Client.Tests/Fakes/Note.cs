namespace Netra.Client.Tests;

/// <summary>The payload of the messages of these tests.</summary>
internal sealed record Note(int N, string? From = null);
