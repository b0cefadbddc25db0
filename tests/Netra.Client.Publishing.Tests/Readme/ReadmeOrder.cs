namespace Netra.Client.Publishing.Tests;

/// <summary>What the README's examples speak of.</summary>
internal sealed record ReadmeOrder(string User, int Order);
