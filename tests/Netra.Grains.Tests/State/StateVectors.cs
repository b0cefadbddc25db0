using System.Text.Json;

namespace Netra.Grains.Tests;

/// <summary>The golden vectors of the state; <c>tests/vectors/README.md</c> describes the format.</summary>
internal static class StateVectors
{
    private static readonly Dictionary<string, JsonElement> Cases = Load();

    public static TheoryData<string> Names => [.. Cases.Keys];

    public static IReadOnlyCollection<JsonElement> All => Cases.Values;

    public static JsonElement Get(string name) => Cases[name];

    private static Dictionary<string, JsonElement> Load()
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "vectors", "state.json")));
        return document.RootElement.GetProperty("cases").EnumerateArray().ToDictionary(one => one.GetProperty("name").GetString()!, one => one.Clone());
    }
}
