namespace Netra.Model.Tests;

/// <summary>The product does otherwise than the model.</summary>
public sealed class ModelException(string message) : Exception(message)
{
    /// <summary>Holds two things against each other.</summary>
    public static void Expect<T>(T expected, T actual, string what)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual)) throw new ModelException($"{what}: expected {expected}, got {actual}.");
    }

    /// <summary>Says what does not hold.</summary>
    public static void Require(bool holds, string what)
    {
        if (!holds) throw new ModelException(what);
    }
}
