using Netra.Protocol;

namespace Netra.Webhooks.Tests;

public sealed class WebhookIdTests
{
    private static readonly UserId Alice = UserId.Parse("alice");

    [Fact]
    public void Of_SameUserAndMessage_IsTheSame() => Assert.Equal(WebhookId.Of(Alice, "m-1"), WebhookId.Of(Alice, "m-1"));

    [Theory]
    [InlineData("alice", "m-2")]
    [InlineData("alic", "em-1")]
    [InlineData("bob", "m-1")]
    public void Of_OtherUserOrMessage_IsAnother(string user, string message) =>
        Assert.NotEqual(WebhookId.Of(Alice, "m-1"), WebhookId.Of(UserId.Parse(user), message));

    [Fact]
    public void Of_MessageWithoutAnId_IsANewOneEachTime() => Assert.NotEqual(WebhookId.Of(Alice, null), WebhookId.Of(Alice, null));

    [Theory]
    [InlineData("m-1")]
    [InlineData("größe.1 \n")]
    [InlineData(null)]
    public void Of_AnyMessage_FitsIntoAHeaderAndTheSignedText(string? message) => Assert.Matches("^msg_[0-9a-f]{32}$", WebhookId.Of(Alice, message));
}
