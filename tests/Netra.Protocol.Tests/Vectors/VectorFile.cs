using System.Text;
using System.Text.Json;

namespace Netra.Protocol.Tests;

/// <summary>One file of golden vectors; <c>tests/vectors/README.md</c> describes the format.</summary>
internal sealed class VectorFile
{
    private readonly Dictionary<string, JsonElement> _cases;

    private VectorFile(Dictionary<string, JsonElement> cases) => _cases = cases;

    public JsonElement this[string name] => _cases[name];

    public IEnumerable<string> Names => _cases.Keys;

    public static VectorFile Load(string fileName)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "vectors", fileName)));
        var cases = document.RootElement.GetProperty("cases").EnumerateArray();
        return new VectorFile(cases.ToDictionary(one => one.GetProperty("name").GetString()!, one => one.Clone()));
    }

    /// <summary>The names as the data of a theory.</summary>
    public TheoryData<string> ToTheory() => [.. Names];

    /// <summary>The UTF-8 of a member that holds text.</summary>
    public static byte[] Utf8(JsonElement vector, string member) => Encoding.UTF8.GetBytes(vector.GetProperty(member).GetString()!);
}
