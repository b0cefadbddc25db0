using System.Globalization;
using System.Text;

namespace Netra.Bench;

/// <summary>A publishing call as bytes, in which only digits change, at places that are known.</summary>
internal sealed class PublishTemplate
{
    private readonly byte[] _request;
    private readonly int _firstUserAt;
    private readonly int _firstPayloadAt;
    private readonly int _stride;

    /// <param name="batch">Messages of a call.</param>
    /// <param name="apiKey">The key of the server API; null: none.</param>
    public PublishTemplate(int batch, string? apiKey)
    {
        var item = $$"""{"user_id":"{{LoadUser.Name(0)}}","type":"tick","payload":{{LoadPayload.Template}}}""";
        var body = "{\"messages\":[" + string.Join(',', Enumerable.Repeat(item, batch)) + "]}";
        var key = apiKey is null ? "" : $"Authorization: Bearer {apiKey}\r\n";
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"POST /api/v1/messages HTTP/1.1\r\nHost: 127.0.0.1\r\n{key}Content-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}");
        _request = Encoding.ASCII.GetBytes(text);
        var first = text.IndexOf(item, StringComparison.Ordinal);
        _firstUserAt = first + item.IndexOf("\",\"type\"", StringComparison.Ordinal) - LoadUser.Digits;
        _firstPayloadAt = first + item.IndexOf(LoadPayload.Template, StringComparison.Ordinal);
        _stride = item.Length + 1;
    }

    /// <summary>A request of one's own to fill in.</summary>
    public byte[] Copy() => [.. _request];

    /// <summary>Fills in one message.</summary>
    public void Write(byte[] request, int index, long due, int user, long number)
    {
        var at = index * _stride;
        Digits.Write(request.AsSpan(_firstUserAt + at, LoadUser.Digits), user);
        LoadPayload.Write(request.AsSpan(_firstPayloadAt + at, LoadPayload.Length), due, user, number);
    }
}
