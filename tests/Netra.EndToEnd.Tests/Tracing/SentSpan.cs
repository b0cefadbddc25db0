namespace Netra.EndToEnd.Tests;

/// <summary>A span as a collector gets it.</summary>
internal sealed record SentSpan(
    string Trace, string Id, string Parent, string Name, ulong Start, ulong End, IReadOnlyDictionary<string, string> Attributes, IReadOnlyList<(string Trace, string Id)> Links,
    bool IsFailed, string Role)
{
    /// <summary>The spans of an export request (opentelemetry.proto.collector.trace.v1).</summary>
    public static IEnumerable<SentSpan> ReadAll(ReadOnlyMemory<byte> request)
    {
        foreach (var resourceSpans in ProtoReader.All(request, 1))
        {
            var role = ProtoReader.Attributes(ProtoReader.All(resourceSpans, 1).First(), 1)["netra.role"];
            foreach (var span in ProtoReader.All(resourceSpans, 2).SelectMany(scope => ProtoReader.All(scope, 2))) yield return Read(span, role);
        }
    }

    private static SentSpan Read(ReadOnlyMemory<byte> span, string role)
    {
        var fields = ProtoReader.Fields(span).ToLookup(field => field.Field);
        return new SentSpan(
            Hex(fields[1].First().Bytes),
            Hex(fields[2].First().Bytes),
            Hex(fields[4].FirstOrDefault().Bytes),
            ProtoReader.Text(fields[5].First().Bytes),
            fields[7].First().Number,
            fields[8].First().Number,
            ProtoReader.Attributes(span, 9),
            [.. fields[13].Select(link => (Hex(ProtoReader.All(link.Bytes, 1).First()), Hex(ProtoReader.All(link.Bytes, 2).First())))],
            fields[15].Any(status => ProtoReader.Fields(status.Bytes).Any(field => field is (3, 2, _))),
            role);
    }

    private static string Hex(ReadOnlyMemory<byte> bytes) => Convert.ToHexStringLower(bytes.Span);
}
