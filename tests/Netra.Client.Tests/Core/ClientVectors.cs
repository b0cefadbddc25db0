using System.Text.Json.Nodes;

namespace Netra.Client.Tests;

/// <summary>The golden vectors of <c>tests/vectors/client</c>, which every client shares.</summary>
internal static class ClientVectors
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "vectors");

    /// <summary>The names of the files.</summary>
    public static IEnumerable<string> Files => Directory.GetFiles(Folder, "*.json").Select(path => Path.GetFileNameWithoutExtension(path)!).Order();

    /// <summary>The cases of a file.</summary>
    public static IEnumerable<JsonObject> CasesOf(string file) => Read(file + ".json");

    /// <summary>The changes of the state that the server's tests read too.</summary>
    public static IEnumerable<JsonObject> StateCases => Read("shared/state.json");

    private static IEnumerable<JsonObject> Read(string path) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, path)), documentOptions: VectorJson.Deep)!["cases"]!.AsArray().Select(each => each!.AsObject());
}
