using System.Text;
using System.Text.Json.Nodes;

namespace Netra.Host.Tests;

internal static class Json
{
    public static string Text(ReadOnlyMemory<byte> utf8) => Encoding.UTF8.GetString(utf8.Span);

    public static ReadOnlyMemory<byte> Bytes(JsonNode json) => Encoding.UTF8.GetBytes(json.ToJsonString());
}
