using System.Text.Json;

namespace Netra.Gateway;

/// <summary>The keys of an issuer at one time.</summary>
internal sealed class IssuerKeySet
{
    /// <summary>How many keys of a set are looked at: a token without a <c>kid</c> is tried with all of its algorithm.</summary>
    private const int MaxKeys = 64;

    private readonly byte[] _document;
    private readonly List<WebKey> _keys;

    private IssuerKeySet(byte[] document, List<WebKey> keys, int usable, int ignored)
    {
        _document = document;
        _keys = keys;
        Usable = usable;
        Ignored = ignored;
    }

    /// <summary>How many keys can be used.</summary>
    public int Usable { get; }

    /// <summary>How many are there beside them.</summary>
    public int Ignored { get; }

    /// <summary>Reads a JSON Web Key Set.</summary>
    /// <exception cref="FormatException">The document is none.</exception>
    public static IssuerKeySet Read(byte[] document, IReadOnlyCollection<string> algorithms)
    {
        try
        {
            using var json = JsonDocument.Parse(document);
            if (json.RootElement.ValueKind != JsonValueKind.Object
                || !json.RootElement.TryGetProperty("keys", out var array) || array.ValueKind != JsonValueKind.Array)
            {
                throw new FormatException("The key set is no JSON object with an array 'keys'.");
            }

            var read = array.EnumerateArray().Take(MaxKeys).Select(key => WebKeyReader.Read(key, algorithms).ToList()).ToList();
            var usable = read.Count(keys => keys.Count > 0);
            return new IssuerKeySet(document, [.. read.SelectMany(keys => keys)], usable, array.GetArrayLength() - usable);
        }
        catch (JsonException)
        {
            throw new FormatException("The key set is no JSON.");
        }
    }

    /// <summary>Whether the set was read from the same document.</summary>
    public bool IsOf(byte[] document) => document.AsSpan().SequenceEqual(_document);

    /// <summary>The keys that a token of this kind may be signed with; a key without a <c>kid</c> may be any token's.</summary>
    public IReadOnlyList<WebKey> Find(string algorithm, string? keyId) =>
        _keys.FindAll(key => key.Algorithm == algorithm && (keyId is null || key.KeyId is null || key.KeyId == keyId));
}
