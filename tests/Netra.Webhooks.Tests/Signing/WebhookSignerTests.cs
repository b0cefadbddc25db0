namespace Netra.Webhooks.Tests;

public sealed class WebhookSignerTests
{
    private const string Id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private const string Timestamp = "1614265330";

    private static ReadOnlySpan<byte> Body => "{\"test\": 2432232314}"u8;

    /// <summary>The vector that the reference libraries of Standard Webhooks test with.</summary>
    [Fact]
    public void Sign_VectorOfTheScheme_IsItsSignature() =>
        Assert.Equal("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", new WebhookSigner([Secrets.Old]).Sign(Id, Timestamp, Body));

    [Fact]
    public void Sign_TwoSecrets_HasTheSignatureOfEach()
    {
        var old = new WebhookSigner([Secrets.Old]).Sign(Id, Timestamp, Body);
        var other = new WebhookSigner([Secrets.New]).Sign(Id, Timestamp, Body);

        Assert.Equal($"{other} {old}", new WebhookSigner([Secrets.New, Secrets.Old]).Sign(Id, Timestamp, Body));
        Assert.NotEqual(old, other);
    }

    [Fact]
    public void Constructor_SecretThatIsNone_ThrowsWithoutQuotingIt()
    {
        var exception = Assert.Throws<ArgumentException>(() => new WebhookSigner(["whsec_tooshort"]));

        Assert.DoesNotContain("tooshort", exception.Message, StringComparison.Ordinal);
    }
}
