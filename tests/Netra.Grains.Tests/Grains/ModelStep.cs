namespace Netra.Grains.Tests;

/// <summary>One random step.</summary>
/// <param name="Kind">What is done, 0 to 99.</param>
/// <param name="Number">With what.</param>
/// <param name="Cursor">From where it is looked at afterwards.</param>
/// <param name="Fails">Whether the first commit that it makes fails.</param>
public sealed record ModelStep(int Kind, int Number, int Cursor, bool Fails);
