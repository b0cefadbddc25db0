using System.Text;
using System.Text.Json;

namespace Netra.Bench.Tests;

public sealed class PublishTemplateTests
{
    [Theory]
    [InlineData(1, null)]
    [InlineData(3, "key")]
    public void Write_EachMessage_StandsInTheBodyThatTheHeadAnnounces(int batch, string? key)
    {
        var template = new PublishTemplate(batch, key);
        var request = template.Copy();
        for (var i = 0; i < batch; i++) template.Write(request, i, due: 1_000 + i, user: 20 + i, number: 300 + i);

        var text = Encoding.ASCII.GetString(request);
        var at = text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4;
        Assert.Contains($"Content-Length: {request.Length - at}\r\n", text, StringComparison.Ordinal);
        Assert.Equal(key is not null, text.Contains("Authorization: Bearer key\r\n", StringComparison.Ordinal));
        using var body = JsonDocument.Parse(text[at..]);
        var messages = body.RootElement.GetProperty("messages").EnumerateArray().ToList();
        Assert.Equal(batch, messages.Count);
        Assert.All(messages, (message, i) =>
        {
            Assert.Equal(LoadUser.Name(20 + i), message.GetProperty("user_id").GetString());
            var payload = Encoding.ASCII.GetBytes(message.GetProperty("payload").GetRawText());
            Assert.Equal((1_000 + i, 20 + i, 300 + i), (LoadPayload.Due(payload), LoadPayload.User(payload), LoadPayload.Number(payload)));
        });
    }
}
