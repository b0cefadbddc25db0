namespace Netra.Tidy.Tests;

/// <summary>What one project of <c>src/</c> may depend on.</summary>
/// <param name="Projects">The other projects that it may refer to.</param>
/// <param name="BarredPackages">How the names of packages begin that it may not refer to; the empty string bars all.</param>
internal sealed record DependencyRule(string[] Projects, params string[] BarredPackages);
