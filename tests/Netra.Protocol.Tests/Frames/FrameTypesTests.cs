namespace Netra.Protocol.Tests;

public sealed class FrameTypesTests
{
    [Theory]
    [InlineData("ping", ClientFrameKind.Ping)]
    [InlineData("state_updated", ClientFrameKind.ReservedForServer)]
    [InlineData("chat_message", ClientFrameKind.Application)]
    [InlineData("PING", ClientFrameKind.Application)]
    public void KindOf_Type_IsByItsExactName(string type, ClientFrameKind kind)
    {
        Assert.Equal(kind, FrameTypes.KindOf(type));
        Assert.Equal(kind != ClientFrameKind.Application, FrameTypes.IsReserved(type));
    }
}
