using System.Text;
using System.Text.Json;
using CsCheck;

namespace Netra.Bench.Tests;

public sealed class LoadPayloadTests
{
    [Fact]
    public void Write_AnyNumbers_AreReadBackFrom256BytesOfJson() =>
        Gen.Select(Gen.Long[0, 999_999_999_999_999_999], Gen.Int[0, 99_999_999], Gen.Long[0, 9_999_999_999]).Sample((due, user, number) =>
        {
            var payload = Encoding.ASCII.GetBytes(LoadPayload.Template);

            LoadPayload.Write(payload, due, user, number);

            Assert.Equal(256, payload.Length);
            Assert.True(LoadPayload.IsOne(payload));
            Assert.Equal((due, user, number), (LoadPayload.Due(payload), LoadPayload.User(payload), LoadPayload.Number(payload)));
            using var json = JsonDocument.Parse(payload);
            Assert.Equal(["d", "u", "n", "p"], json.RootElement.EnumerateObject().Select(member => member.Name));
        });

    [Fact]
    public void IsOne_OtherBytes_IsFalse()
    {
        Assert.False(LoadPayload.IsOne(Encoding.ASCII.GetBytes(LoadPayload.Template[..255])));
        Assert.False(LoadPayload.IsOne(Encoding.ASCII.GetBytes(new string('x', 256))));
    }
}
