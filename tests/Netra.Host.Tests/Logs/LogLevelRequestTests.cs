using System.Text;

namespace Netra.Host.Tests;

public sealed class LogLevelRequestTests
{
    [Theory]
    [InlineData("Microsoft.AspNetCore.Server.Kestrel.BadRequests")]
    [InlineData("*Microsoft.AspNetCore.Server.Kestrel.BadRequests")]
    [InlineData("M*icrosoft.AspNetCore.Server.Kestrel.BadRequests")]
    [InlineData("Netra.*.*")]
    public void TryParse_CategoryThatShowsTokensOrIsAPattern_IsRefused(string category)
    {
        var isTaken = LogLevelRequest.TryParse(Encoding.UTF8.GetBytes($$$"""{"levels":{"{{{category}}}":"Trace"}}"""), out _, out _, out var fault);

        Assert.False(isTaken);
        Assert.NotEmpty(fault);
    }
}
