namespace Netra.Webhooks.Tests;

public sealed class WebhookSecretTests
{
    [Theory]
    [InlineData(24)]
    [InlineData(32)]
    [InlineData(63)]
    [InlineData(64)]
    public void TryRead_KeyOfARightLength_IsRead(int bytes)
    {
        var key = Enumerable.Range(0, bytes).Select(i => (byte)i).ToArray();

        Assert.True(WebhookSecret.TryRead("whsec_" + Convert.ToBase64String(key), out var read));

        Assert.Equal(key, read);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(23)]
    [InlineData(65)]
    [InlineData(66)]
    [InlineData(67)]
    [InlineData(500)]
    public void TryRead_KeyOfAWrongLength_IsRefused(int bytes) =>
        Assert.False(WebhookSecret.TryRead("whsec_" + Convert.ToBase64String(new byte[bytes]), out _));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [InlineData("WHSEC_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [InlineData("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS")]
    [InlineData("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLa_w")]
    public void TryRead_OtherText_IsRefused(string? text) => Assert.False(WebhookSecret.TryRead(text, out _));
}
